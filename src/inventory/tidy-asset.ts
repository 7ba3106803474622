import type { CollectedAsset, Link } from '../model/asset.ts';
import { cleanText } from './clean-text.ts';
import { asSet, tidy } from './tidy.ts';

/** An id is cleaned and never shortened: two long ids must stay two. */
export function cleanId(id: string): string {
  return cleanText(id, Number.POSITIVE_INFINITY);
}

/** A collected asset in canonical form; policy documents stay to the letter, since they are judged. */
export function tidyAsset(asset: CollectedAsset): CollectedAsset {
  const { id, links, tags, props, ...rest } = asset;
  return {
    ...tidy(rest),
    id: cleanId(id),
    tags: tidy(tags),
    links: asSet(links.map(tidyLink)),
    props: tidyProps(props),
  } as CollectedAsset;
}

function tidyLink(link: Link): Link {
  const to = cleanId(link.to);
  return link.role === undefined ? { to, as: link.as } : { to, as: link.as, role: cleanText(link.role) };
}

function tidyProps(props: CollectedAsset['props']): object {
  if (!('document' in props)) return tidy(props);
  const { document, ...rest } = props;
  return { ...tidy(rest), document };
}
