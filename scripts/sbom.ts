import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

// The bill of materials of what users install, as CycloneDX JSON. `npm sbom --omit dev` would leave out whatever
// a development dependency needs as well, so everything is listed and development taken away here.

interface Component {
  readonly 'bom-ref': string;
  readonly properties?: readonly { readonly name: string }[];
}

interface Bill {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const isDevelopment = ({ properties = [] }: Component): boolean =>
  properties.some(({ name }) => name === 'cdx:npm:package:development');

function atRunTime(bill: Bill): Bill {
  const gone = new Set(bill.components.filter(isDevelopment).map((component) => component['bom-ref']));
  return {
    ...bill,
    components: bill.components.filter((component) => !gone.has(component['bom-ref'])),
    dependencies: bill.dependencies
      .filter(({ ref }) => !gone.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((it) => !gone.has(it)) })),
  };
}

const everything = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  cwd: join(import.meta.dirname, '..'),
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
  maxBuffer: 1 << 28,
});
process.stdout.write(`${JSON.stringify(atRunTime(JSON.parse(everything)), null, 2)}\n`);
