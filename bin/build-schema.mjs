// Writes dist/docs.json.br: what each type and field of the API means, for `explain`. The words are Kubernetes' own,
// read from the development dependency kubernetes-models; nothing of it is committed.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const root = path.join(import.meta.dirname, '..');
const dist = path.resolve(process.argv[2] ?? path.join(root, 'dist'));
const models = path.join(root, 'node_modules/kubernetes-models');
const machinery = path.join(root, 'node_modules/@kubernetes-models/apimachinery');

const types = JSON.parse(fs.readFileSync(path.join(root, 'src/kinds/schema/types.json'), 'utf8'));
/** Types that read their JSON themselves stand in no entry of types.json. */
const SPECIAL = ['Time', 'MicroTime', 'Duration', 'FieldsV1'].map((name) => `meta/v1.${name}`);
const known = new Set([
  ...Object.keys(types),
  ...SPECIAL,
  'resource.Quantity',
  'intstr.IntOrString',
  'runtime.RawExtension',
  ...['JSON', 'JSONSchemaPropsOrBool', 'JSONSchemaPropsOrArray', 'JSONSchemaPropsOrStringArray'].map(
    (name) => `apiextensions.k8s.io/v1.${name}`,
  ),
]);

/** Where a package's declarations lie, by what types.json calls the package. */
function folderOf(name) {
  const dot = name.lastIndexOf('.');
  const [pkg, type] = [name.slice(0, dot), name.slice(dot + 1)];
  if (pkg === 'meta/v1') return path.join(machinery, 'apis/meta/v1', type);
  if (pkg === 'resource') return path.join(machinery, 'api/resource', type);
  if (pkg === 'intstr') return path.join(machinery, 'util/intstr', type);
  if (pkg === 'runtime') return path.join(machinery, 'runtime', type);
  return path.join(models, pkg.replace(/^core\//, ''), type);
}

const sentence = (comment) =>
  (comment ?? '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim()
    .replaceAll('*\\/', '*/');

const FIELD = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?"([^"\n]+)"\??: /g;

function read(name) {
  const file = `${folderOf(name)}.d.ts`;
  if (!fs.existsSync(file)) return undefined;
  const text = fs.readFileSync(file, 'utf8');
  const head =
    /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?export (?:declare )?(?:interface|type) I?\w+[^{=]*[={]/.exec(
      text,
    );
  if (head === null) return undefined;
  const body = text.slice(head.index + head[0].length).split('\n}')[0] ?? '';
  const fields = {};
  for (const [, comment, field] of body.matchAll(FIELD)) {
    const words = sentence(comment);
    if (words !== '') fields[field] = words;
  }
  return [sentence(head[1]), fields];
}

function parameters() {
  const file = path.join(root, 'node_modules/@kubernetes/client-node/dist/gen/types/ObservableAPI.d.ts');
  const found = {};
  for (const [, name, words] of fs.readFileSync(file, 'utf8').matchAll(/@param \[?(\w+)\]? ([^\n]+)/g))
    if (name !== 'body') found[name === '_continue' ? 'continue' : name] ??= words.trim();
  return found;
}

const docs = {};
for (const name of [...known].sort()) {
  const found = read(name);
  if (found !== undefined) docs[name] = found;
}
// What every object says of itself stands only in the types that are no resource.
const [, { apiVersion, kind }] = docs['meta/v1.DeleteOptions'];
docs['meta/v1.TypeMeta'] = ['', { apiVersion, kind }];

// What lists and the parameters of requests are: there are no types of ours for them.
for (const name of Object.keys(types)) {
  const found = read(`${name}List`);
  if (found !== undefined) docs[`${name}List`] = found;
}
docs.parameters = ['', parameters()];

const text = JSON.stringify(docs);
const options = {
  params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: text.length },
};
fs.mkdirSync(dist, { recursive: true });
fs.writeFileSync(path.join(dist, 'docs.json.br'), zlib.brotliCompressSync(text, options));
fs.copyFileSync(path.join(models, 'LICENSE'), path.join(dist, 'docs.LICENSE'));
