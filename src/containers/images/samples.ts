import type { Image } from './image.ts';

/** Counts into a file of its folder, from where the file left off. */
const COUNTER = `host=$(hostname)
while true; do
  count=$(cat /app/count.txt 2>/dev/null || echo 0)
  count=$((count + 1))
  echo $count > /app/count.txt
  echo "$host: $count"
  sleep 1
done
`;

const HELLO_WORLD = `echo
echo 'Hello from Docker!'
echo 'This message shows that your installation appears to be working correctly.'
echo
`;

const script = (name: string, text: string): Image => ({
  entryPoint: [name],
  programs: new Map([[name.slice(name.lastIndexOf('/') + 1), text]]),
});

/** Images made to show something. */
export const samples: Readonly<Record<string, Image>> = {
  'kahootali/counter': { ...script('counter', COUNTER), isServer: true },
  'hello-world': { ...script('/hello', HELLO_WORLD), isBare: true },
  pause: { ...script('/pause', 'sleep infinity\n'), isBare: true, isServer: true },
};
