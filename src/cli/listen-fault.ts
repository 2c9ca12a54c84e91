/** Why nobody can listen at `tcp 127.0.0.1:80`, in the words of Go's net.Listen. */
export function listenFault({ code, message }: NodeJS.ErrnoException, asked: string): string {
  if (code === 'EADDRINUSE') return `listen ${asked}: bind: address already in use`;
  if (code === 'EADDRNOTAVAIL') return `listen ${asked}: bind: cannot assign requested address`;
  if (code === 'EACCES') return `listen ${asked}: bind: permission denied`;
  if (code === 'ENOTFOUND')
    return `listen tcp: lookup ${asked.slice(4, asked.lastIndexOf(':'))}: no such host`;
  return `listen ${asked}: ${message}`;
}
