/** How many bytes a base64 text stands for. */
export function base64Bytes(text = ''): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor((text.length * 3) / 4) - padding;
}
