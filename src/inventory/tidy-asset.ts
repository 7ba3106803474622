import type { CollectedAsset, Link } from '../model/asset.ts';
import { cleanId, cleanText } from './clean-text.ts';
import { asSet, tidy } from './tidy.ts';

/** A collected asset in canonical form; policy documents stay to the letter, since they are judged. */
export function tidyAsset(asset: CollectedAsset): CollectedAsset {
  const { name, links, tags, props, ...rest } = asset;
  return {
    ...tidy(rest),
    name: cleanText(name),
    tags: tidyTags(tags),
    links: asSet(links.map(tidyLink)),
    props: tidyProps(props),
  } as CollectedAsset;
}

function tidyTags(tags: CollectedAsset['tags']): CollectedAsset['tags'] {
  const entries = Object.entries(tags);
  return entries.length === 0
    ? tags
    : Object.fromEntries(entries.map(([key, value]) => [cleanText(key), cleanText(value)]));
}

function tidyLink(link: Link): Link {
  const to = cleanId(link.to);
  return link.role === undefined ? { to, as: link.as } : { to, as: link.as, role: cleanText(link.role) };
}

function tidyProps(props: CollectedAsset['props']): object {
  if (!('document' in props)) return tidy(props);
  const { document, ...rest } = props;
  return { ...tidy(rest), document: document ?? null };
}
