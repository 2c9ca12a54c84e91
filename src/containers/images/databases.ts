import { type Image, serverImage } from './image.ts';

const UNTIL_STOPPED = 'while true; do sleep 86400 & wait $!; done\n';

const REDIS = `[ "$1" = "--version" ] && { echo "Redis server v=$REDIS_VERSION"; exit 0; }
log() { echo "1:$1 $(date '+%d %b %Y %H:%M:%S').000 $2"; }
log C '* oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo'
log C "* Redis version=$REDIS_VERSION, bits=64, commit=00000000, modified=0, pid=1, just started"
log M '* Running mode=standalone, port=6379.'
log M '* Server initialized'
log M '* Ready to accept connections tcp'
trap 'log M "# User requested shutdown..."; log M "# Redis is now ready to exit, bye bye..."; exit 0' TERM
${UNTIL_STOPPED}`;

/** Keys are files: what was set is there for who asks next in the same container. */
const REDIS_CLI = `while [ $# -gt 0 ]; do
  case "$1" in
    -h|-p|-a|-n|-u|--user|--pass) shift 2 2>/dev/null || shift;;
    -v|--version) echo "redis-cli $REDIS_VERSION"; exit 0;;
    -*) shift;;
    *) break;;
  esac
done
keys=/data/.keys
mkdir -p $keys
command=$(echo "$1" | tr a-z A-Z)
key=$keys/$2
value() { cat "$key" 2>/dev/null; }
count() { echo $(( $(value || echo 0) + $1 )) > "$key"; value; }
case "$command" in
  PING) echo "\${2:-PONG}";;
  ECHO) echo "$2";;
  SET) echo "$3" > "$key"; echo OK;;
  GET) value || echo;;
  INCR) count 1;;
  INCRBY) count "$3";;
  DECR) count -1;;
  EXISTS) [ -f "$key" ] && echo 1 || echo 0;;
  DEL) [ -f "$key" ] && rm "$key" && echo 1 || echo 0;;
  KEYS) ls $keys;;
  DBSIZE) ls $keys | wc -l;;
  FLUSHALL|FLUSHDB) rm -rf $keys; echo OK;;
  *) echo OK;;
esac
`;

const MYSQL = `version=$MYSQL_VERSION$MARIADB_VERSION
note() { echo "$(date -u '+%Y-%m-%d %H:%M:%S')+00:00 [Note] [Entrypoint]: $1"; }
system() { echo "$(date -u '+%Y-%m-%dT%H:%M:%S').000000Z 0 [System] [$1] [Server] $2" >&2; }
note "Entrypoint script for MySQL Server $version started."
if [ -z "$MYSQL_ROOT_PASSWORD$MYSQL_ALLOW_EMPTY_PASSWORD$MYSQL_RANDOM_ROOT_PASSWORD$MYSQL_ROOT_PASSWORD_FILE" ]; then
  echo "$(date -u '+%Y-%m-%d %H:%M:%S')+00:00 [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified" >&2
  exit 1
fi
if [ ! -d /var/lib/mysql/mysql ]; then
  note 'Initializing database files'
  sleep 3
  mkdir -p /var/lib/mysql/mysql
  note 'Database files initialized'
fi
system MY-010116 "/usr/sbin/mysqld (mysqld $version) starting as process 1"
sleep 1
system MY-010931 "/usr/sbin/mysqld: ready for connections. Version: '$version'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL."
trap 'system MY-013172 "Received SHUTDOWN from user <via user signal>. Shutting down mysqld (Version: $version)."; exit 0' TERM
${UNTIL_STOPPED}`;

const POSTGRES = `log() { echo "$(date -u '+%Y-%m-%d %H:%M:%S').000 UTC [1] LOG:  $1" >&2; }
if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
  echo 'Error: Database is uninitialized and superuser password is not specified.' >&2
  exit 1
fi
sleep 1
log "starting PostgreSQL $PG_VERSION on x86_64-pc-linux-gnu"
log 'listening on IPv4 address "0.0.0.0", port 5432'
log 'database system is ready to accept connections'
trap 'log "received smart shutdown request"; log "database system is shut down"; exit 0' TERM INT
${UNTIL_STOPPED}`;

/** Whom a client is to speak to: `-h db -P 3306`; without a host it is the server beside it. */
const target = (port: number): string => `host= port=${port}
while [ $# -gt 0 ]; do
  case "$1" in
    -h|--host) host=$2; shift;;
    -h*) host=\${1#-h};;
    --host=*) host=\${1#*=};;
    -p|-P|--port) case "$2" in [0-9]*) port=$2; shift;; esac;;
    --port=*) port=\${1#*=};;
  esac
  shift
done
case "$host" in localhost|127.0.0.1) host=;; esac
reached() { [ -z "$host" ] || nc -z -w 2 "$host" "$port" 2>/dev/null; }
`;

const PG_ISREADY = `${target(5432)}where=\${host:-/var/run/postgresql}:$port
if reached; then echo "$where - accepting connections"; exit 0; fi
echo "$where - no response"
exit 2
`;

const PSQL = `${target(5432)}reached && exit 0
echo "psql: error: connection to server at \\"$host\\", port $port failed: Connection refused" >&2
exit 2
`;

const MYSQL_CLIENT = `${target(3306)}reached && exit 0
echo "ERROR 2003 (HY000): Can't connect to MySQL server on '$host:$port' (111)" >&2
exit 1
`;

const MYSQLADMIN = `case " $* " in *' --silent '*|*' -s '*) says=;; *' ping '*) says='mysqld is alive';; esac
${target(3306)}if reached; then [ -n "$says" ] && echo "$says"; exit 0; fi
echo "mysqladmin: connect to server at '$host' failed" >&2
exit 1
`;

/** Keepers of data. */
export const databases: Readonly<Record<string, Image>> = {
  redis: {
    ...serverImage('redis-server', { 'redis-server': REDIS, 'redis-cli': REDIS_CLI }),
    isServer: true,
    version: { variable: 'REDIS_VERSION', newest: '7.2.5' },
  },
  mysql: {
    ...serverImage('mysqld', { mysqld: MYSQL, mysqladmin: MYSQLADMIN, mysql: MYSQL_CLIENT }),
    version: { variable: 'MYSQL_VERSION', newest: '8.0.39' },
  },
  mariadb: {
    ...serverImage('mariadbd', {
      mariadbd: MYSQL,
      mariadb: MYSQL_CLIENT,
      'mariadb-admin': MYSQLADMIN,
      mysql: MYSQL_CLIENT,
      mysqladmin: MYSQLADMIN,
    }),
    version: { variable: 'MARIADB_VERSION', newest: '11.4.2' },
  },
  postgres: {
    ...serverImage('postgres', {
      postgres: POSTGRES,
      pg_isready: PG_ISREADY,
      psql: PSQL,
    }),
    version: { variable: 'PG_VERSION', newest: '16.3' },
  },
};
