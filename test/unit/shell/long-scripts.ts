import type { Flavour } from '../../../src/shell/shell.ts';

/** Scripts that take their time, each with something else that has to be there when they go on. */
export const scripts: readonly {
  readonly name: string;
  readonly script: string;
  readonly flavour?: Flavour;
  /** How long it is looked at. */
  readonly seconds?: number;
}[] = [
  {
    name: 'a loop that counts',
    script: 'i=0; while true; do echo "$i $(date +%T)"; i=$((i+1)); sleep 1; done',
  },
  {
    name: 'until, with a test',
    script: 'i=0; until [ $i -ge 7 ]; do i=$((i+1)); sleep 3; done; echo over $i; exit 4',
  },
  {
    name: 'functions with locals',
    script: `
      step() { local n=$1; sleep 2; echo "step $n of $2"; [ $n -gt 3 ] && return 3; later $((n+1)); echo "back in $n"; }
      later() { sleep 1; step $1 "$x"; }
      x=four; step 1 four; echo "got $?"; f() { f() { echo second; }; sleep 2; echo first; }; f; f`,
  },
  {
    name: 'words, cases and conditions',
    script: `
      for a in one two "three four" $(sleep 1; echo five); do
        case $a in t*) sleep 2; echo "t: $a";; f*) sleep 1; echo "f: $a";; *) sleep 3; echo other;; esac
        if sleep 1; false; then echo no; elif sleep 1; [ "$a" = one ]; then sleep 1; echo one; else sleep 1; echo rest; fi
      done; set -- a b c; for b; do shift; sleep 1; echo "$b of $#"; done`,
  },
  {
    name: 'counting loops, break and continue',
    flavour: 'gnu',
    script: `
      for ((i = 0; i < 9; i++)); do
        sleep 1; for j in 1 2 3; do [ $j = 2 ] && continue; [ $i = 4 ] && break 2; sleep 0.5; echo $i $j; done
      done; echo at $i; a=(x y z); a[5]=w; sleep 2; echo "\${a[@]} \${#a[@]}"; while ((i < 8)); do ((i++)); sleep 1; done; echo $i`,
  },
  {
    name: 'substitutions within each other',
    script: `
      for i in 1 2 3 4 5; do
        echo "$(sleep 1; echo a$i) $(echo b; sleep 1) \${x:-$(sleep 1; echo c)} $(( $(sleep 1; echo 4) + 1 ))"
        y=$(sleep 1; echo "<$(sleep 1; date +%s)>") z=$(false); echo "$y $?"
      done`,
  },
  {
    name: 'files and redirects',
    script: `
      { echo begun; sleep 2; echo "$(cat /data/log 2>/dev/null)"; sleep 1; } > /data/first 2>&1
      for i in 1 2 3 4 5 6; do echo line $i >> /data/log; sleep 2; mkdir -p /data/d$i; done
      while read -r a b; do sleep 1; echo "$b $a"; done < /data/log
      exec > /data/out; echo unseen; sleep 3; echo unseen too; exec 1>&2; sleep 1; cat /data/out; mv /data/log /data/old`,
  },
  {
    name: 'pipes',
    script: `
      while true; do date +%S; sleep 2; done | while read -r s; do echo "at $s"; sleep 0.3; done | tee /data/copy | head -n 12
      (sleep 1; echo b; sleep 1; echo a; sleep 1; echo c) | sort | sed 's/^/> /'
      (sleep 2; echo one two) | xargs -n 1 echo item; seq 3 | (sleep 3; cat -n); echo $?`,
  },
  {
    name: 'jobs in the background',
    script: `
      work() { sleep $1; echo "worked $1"; return $1; }
      work 5 & a=$!; work 3 & work 9 &
      (while true; do sleep 4; echo tick; done) & t=$!
      wait $a; echo "a is $?"; sleep 2; kill $t; wait; echo all; sleep 1; jobs 2>/dev/null; echo end`,
  },
  {
    name: 'traps',
    script: `
      trap 'sleep 1; echo "leaving with $?"' EXIT; trap 'echo told; sleep 2; n=$((n+1))' USR1
      me=$$; n=0; while [ $n -lt 3 ]; do sleep 3; kill -USR1 $me; echo after $n; done; (trap 'sleep 1; echo inner' EXIT; sleep 2); exit 7`,
  },
  {
    name: 'a script of a file, eval and source',
    script: `
      printf 'sleep 2\\necho "sourced $1"\\nv=7\\n' > /data/part; printf '#!/bin/sh\\nsleep 1\\necho "script $0 $1 $v"\\nexit 3\\n' > /data/run
      chmod +x /data/run; . /data/part there; export v; /data/run arg; echo $?; sh /data/run other; echo > /data/run
      eval 'for i in 1 2; do sleep 2; echo eval $i; done'; sh -ec 'sleep 1; false; echo never'; echo $?
      v=9 sh -c 'sleep 2; echo in $v'; echo out $v; env w=1 sh -c 'sleep 1; echo $w'; exec sh -c 'sleep 3; echo last'`,
  },
  {
    name: 'set -e, negation and lists of conditions',
    script: `set -e; ! (sleep 1; false); (sleep 1; false) || echo or; sleep 1 && sleep 1 && (sleep 1; echo and); f() { sleep 1; false; echo tolerated; }; f || echo no; if f; then echo yes; fi; sleep 2; (sleep 1; exit 5); echo never`,
  },
  {
    name: 'limits of time, and chance',
    script: `
      timeout 3 sh -c 'while true; do echo busy; sleep 1; done'; echo $?; timeout 9 sleep 2; echo $?
      for i in 1 2 3 4; do echo $RANDOM $SECONDS; sleep $((RANDOM % 3 + 1)); done`,
  },
  {
    name: 'arrays with keys, and a read that gives up',
    flavour: 'gnu',
    script: `
      f() { local -A own=([x]=$(sleep 1; echo 1) [y]=2); own[z]=$(sleep 1; echo 3); sleep 1; echo "\${own[z]} \${#own[@]}"; }
      declare -A seen=([a]=1); for w in a b a; do (( seen[$w]++ )); sleep 1; f; done; echo "\${seen[a]} \${seen[b]}"
      (sleep 2; echo one; sleep 9; echo two) | while true; do read -t 3 x; echo "$? <$x>"; [ "$x" = two ] && break; done
      (sleep 1; printf 'u\\nv\\n') | { mapfile -t lines; sleep 1; echo "\${lines[1]}"; }`,
  },
  {
    name: 'a file that is followed',
    script: `echo first > /data/f; (for i in 1 2 3 4 5 6 7 8; do sleep 3; echo "line $i" >> /data/f; done) & tail -f /data/f`,
  },
  {
    name: 'never at rest',
    seconds: 0.1,
    script: 'i=0; while :; do i=$((i+1)); echo $i > /data/n; [ $((i % 500)) = 0 ] && echo $i; done',
  },
  {
    name: 'a pipe that is full',
    seconds: 1,
    script:
      'yes abcdefghijklmnop | while read -r l; do n=$((n+1)); [ $((n % 300)) = 0 ] && { echo $n; sleep 1; }; done',
  },
];
