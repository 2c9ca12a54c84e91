import { type Image, serverImage } from './image.ts';

const shell = (words: readonly string[] = ['sh']): Image => ({ arguments: words, programs: new Map() });
const curl = serverImage('curl', {});

/** Images with tools that lessons look at a network with: whatever is said to them is a command. */
export const tools: Readonly<Record<string, Image>> = {
  'curlimages/curl': curl,
  'alpine/curl': { ...shell(), entryPoint: ['curl'] },
  'radial/busyboxplus': shell(),
  'yauritux/busybox-curl': shell(),
  'nicolaka/netshoot': shell(['zsh']),
  'praqma/network-multitool': shell(),
  'wbitt/network-multitool': shell(),
  'jessie-dnsutils': shell(['bash']),
  dnsutils: shell(['bash']),
};
