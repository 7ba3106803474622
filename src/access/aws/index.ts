export type { Actor, ActorStep, Changes } from './actor.ts';
export { actorsFrom } from './actors.ts';
export type { Because } from './because.ts';
export { type Caller, readCaller } from './caller.ts';
export { type Compiled, compile, evaluate, type Policies } from './compile.ts';
export type { KeyClass } from './context-keys.ts';
export { carriedBy, type HeldCredential } from './credentials.ts';
export type { Decision } from './decide.ts';
export {
  acrossAccounts,
  type Edit,
  edits,
  type Minting,
  minting,
  type Passing,
  passings,
  type Takeover,
  takeovers,
  type UnseenTakeover,
  unseenTakeovers,
} from './escalations.ts';
export {
  buildEstate,
  type CarriedPolicy,
  type Estate,
  type EstateGroup,
  type EstatePrincipal,
  type EstateWorkload,
  trustedBy,
} from './estate.ts';
export { type GithubPart, type GithubSubject, githubSubjects, readGithubSubject } from './oidc.ts';
export type { Policy, PolicyDocument } from './policy.ts';
export { PolicyError, type PolicyErrorCode } from './policy-error.ts';
export { hasBit, type Reach, type ReachRequest, reach } from './reach.ts';
export type { Layer } from './relevant.ts';
export type { Context, Request } from './request.ts';
export { type IndexedResource, indexResources, type ResourceIndex } from './resource-index.ts';
export { mayAssume } from './role-chains.ts';
export { type CompiledPolicy, compilePolicy } from './statement.ts';
