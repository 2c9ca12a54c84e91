const PATH_COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DOMAIN_LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const REFERENCE = new RegExp(
  `^(?:(?:${DOMAIN})/)?${PATH_COMPONENT}(?:/${PATH_COMPONENT})*(?::([\\w][\\w.-]{0,127}))?` +
    '(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$',
);
const BARE_ID = /^[0-9a-f]{64}$/;

/** The tag of an image reference: `latest` where there is neither tag nor digest, '' where it cannot be read. */
export function imageTag(image: string): string {
  const known = tags.get(image);
  if (known !== undefined) return known;
  const tag = parseTag(image);
  if (tags.size >= TAGS_MOST) tags.clear();
  tags.set(image, tag);
  return tag;
}

/** Thousands of pods share a few images. */
const tags = new Map<string, string>();
const TAGS_MOST = 1024;

function parseTag(image: string): string {
  if (BARE_ID.test(image)) return '';
  const match = REFERENCE.exec(image);
  if (match === null) return '';
  const [, tag = '', digest] = match;
  return tag === '' && digest === undefined ? 'latest' : tag;
}
