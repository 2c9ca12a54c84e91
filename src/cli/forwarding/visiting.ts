import type { Socket } from 'node:net';
import { type Ask, Visitor } from '../../apiserver/http/streams/forward/visitor.ts';

/** Leads a connection that somebody made here to a port of a pod. `onRefused`: nobody is there. */
export function leadTo(port: number, socket: Socket, ask: Ask, onRefused: () => void): void {
  const visitor = new Visitor(port, ask, {
    hear: (bytes) => void (socket.writable && socket.write(bytes)),
    end: (isRefused) => {
      socket.end();
      if (isRefused) onRefused();
    },
  });
  socket.on('data', (bytes) => visitor.say(bytes));
  socket.on('end', () => visitor.close());
  socket.on('error', () => socket.destroy());
  socket.on('close', () => visitor.leave());
}
