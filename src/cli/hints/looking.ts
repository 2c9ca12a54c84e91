import { type Hint, inNamespace, type Told, tableRows } from './hint.ts';

const isGet = ({ words }: Told, ...types: readonly string[]): boolean =>
  words[0] === 'get' && types.some((type) => words[1]?.split(/[,/]/).includes(type));

const NOT_PULLED = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull']);

/** Pods that will not come up by themselves. */
export const troubledPod: Hint = (told) => {
  if (!isGet(told, 'pods', 'pod', 'po', 'all')) return undefined;
  for (const row of tableRows(told.out)) {
    const { STATUS: status = '', NAME: long = '' } = row;
    const name = long.replace(/^pod\//, '');
    const words = status.replace(/^Init:/, '');
    if (NOT_PULLED.has(words))
      return `${name}: its image cannot be pulled, see why: sim describe pod ${name}${inNamespace(row)}`;
    if (words === 'CrashLoopBackOff')
      return `${name} ends and is started again, see what it said: sim logs ${name} --previous${inNamespace(row)}`;
    if (words === 'CreateContainerConfigError')
      return `${name} has a container that cannot be made as it is, see why: sim describe pod ${name}${inNamespace(row)}`;
    if (status === 'Pending')
      return `${name} has no node yet, see whether it fits one: sim describe pod ${name}${inNamespace(row)}`;
  }
  return undefined;
};

export const lostNode: Hint = (told) => {
  if (!isGet(told, 'nodes', 'node', 'no')) return undefined;
  const row = tableRows(told.out).find(({ STATUS }) => STATUS?.startsWith('NotReady'));
  return row === undefined
    ? undefined
    : `${row['NAME']} is silent, see since when: sim describe node ${row['NAME']}`;
};

export const unboundClaim: Hint = (told) => {
  if (!isGet(told, 'pvc', 'persistentvolumeclaims', 'persistentvolumeclaim')) return undefined;
  const row = tableRows(told.out).find(({ STATUS }) => STATUS === 'Pending');
  if (row === undefined) return undefined;
  return `${row['NAME']} has no volume yet, see why: sim describe pvc ${row['NAME']}${inNamespace(row)}`;
};

export const pendingAddress: Hint = (told) => {
  if (!isGet(told, 'svc', 'service', 'services', 'all')) return undefined;
  const row = tableRows(told.out).find((one) => one['EXTERNAL-IP'] === '<pending>');
  return row === undefined
    ? undefined
    : `${row['NAME']} waits for an address, which a cloud would give: sim cluster cloud on`;
};

export const elsewhere: Hint = ({ words: [verb, type], err }) => {
  if (verb !== 'get' || type === undefined || !/^No resources found in \S+ namespace\.$/m.test(err))
    return undefined;
  return `there may be some in other namespaces: sim get ${type} -A`;
};
