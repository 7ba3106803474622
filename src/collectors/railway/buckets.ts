import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import type { NamedNode } from './projects.ts';
import type { SourceReader } from './source.ts';
import { isoTime } from './text.ts';

/**
 * Buckets of a project. Each environment has contents of its own under the one id, and the API lists no
 * bucket per environment (docs.railway.com/storage-buckets), so a bucket stays unattached.
 */
export function addBuckets(source: SourceReader, buckets: readonly NamedNode[]): void {
  for (const bucket of buckets) {
    source.add(
      assetOf('store', {
        id: idOf.bucket(bucket.id),
        native: 'railway.Bucket',
        name: String(bucket.name),
        scope: source.scope,
        createdAt: isoTime(bucket.createdAt),
        props: { type: 'bucket', sizeBytes: null, key: null, guards: [], pendingDeletion: null },
      }),
    );
  }
}
