import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { AssetOf } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';

const listFunctions = leadingTo(apiCall('lambda:ListFunctions', 'workload', 'widens'), 'credential');

export const lambdaCalls = [listFunctions];
export const lambdaNatives = ['AWS::Lambda::Function'];

export type CollectedFunction = Omit<AssetOf<'workload'>, 'environments'>;

/** The Region's functions and the role each runs as; what their variables hold is not taken in. */
export async function collectLambda(reader: Reader, region: string): Promise<Found> {
  const { LambdaClient, ListFunctionsCommand } = await import('@aws-sdk/client-lambda');
  const lambda = reader.client(LambdaClient);
  const assets: CollectedFunction[] = [];
  await reader.pages(
    listFunctions,
    (Marker) => lambda.send(new ListFunctionsCommand({ MaxItems: 50, Marker })),
    ({ Functions = [], NextMarker }) => {
      for (const one of Functions) assets.push(functionAsset(reader.account.id, region, one));
      return { items: Functions.length, next: NextMarker };
    },
  );
  return { assets };
}

function functionAsset(
  account: string,
  region: string,
  { FunctionArn: id = '', FunctionName, Role, State, Environment }: FunctionConfiguration,
): CollectedFunction {
  const names = Object.keys(Environment?.Variables ?? {}).sort();
  return {
    id,
    kind: 'workload',
    provider: 'aws',
    native: 'AWS::Lambda::Function',
    name: FunctionName ?? id,
    scope: account,
    region,
    createdAt: null,
    tags: {},
    links: Role === undefined ? [] : [{ to: Role, as: 'runs-as' }],
    props: {
      type: 'function',
      state: State ?? 'Active',
      guards: [],
      variables: names.map((name) => ({ name, references: [], sealed: false })),
    },
  };
}
