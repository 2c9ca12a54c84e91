/** Names among the words of a command, after its flags and its verb. */
const NAMES = `names=
for word in "$@"; do
  case "$word" in -*|add|del|install|remove|update|upgrade|clean|autoremove|purge) ;; *) names="$names $word";; esac
done
set -- $names
`;

const APK = `${NAMES}sleep 1
count=0
for name in "$@"; do
  count=$((count + 1))
  echo "($count/$#) Installing $name"
done
echo "OK: $((8 + 2 * $#)) MiB in $((15 + $#)) packages"
`;

const APT = `verb=
for word in "$@"; do case "$word" in -*) ;; *) verb=$word; break;; esac; done
${NAMES}sleep 2
echo 'Reading package lists...'
[ "$verb" = install ] || exit 0
echo 'Building dependency tree...'
echo 'Reading state information...'
for name in "$@"; do echo "Setting up $name ..."; done
`;

/** Packages come from outside and are there at once: commands that the shell has are found with or without them. */
export const ALPINE_PACKAGES: ReadonlyMap<string, string> = new Map([['apk', APK]]);
export const DEBIAN_PACKAGES: ReadonlyMap<string, string> = new Map([
  ['apt', APT],
  ['apt-get', APT],
]);
