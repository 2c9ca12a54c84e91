import { type Image, serverImage } from './image.ts';

const NGINX_QUESTIONS = `if [ "$1" = "-v" ]; then echo "nginx version: nginx/$NGINX_VERSION" >&2; exit 0; fi
if [ "$1" = "-t" ]; then
  echo 'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok' >&2
  echo 'nginx: configuration file /etc/nginx/nginx.conf test is successful' >&2
  exit 0
fi
if [ "$1" = "-s" ]; then exit 0; fi
echo '/docker-entrypoint.sh: Configuration complete; ready for start up'
`;

/**
 * What it takes for granted: root makes its folders, gives them to its workers, and leaves its number, in a folder that images
 * have twice (/var/run is /run).
 */
const NGINX_FOLDERS = `tell() {
  echo "$(date '+%Y/%m/%d %H:%M:%S') [$1] 1#1: $2" >&2
  echo "nginx: [$1] $2" >&2
}
fail() {
  case "$2" in *Read-only*) why='30: Read-only file system';; *) why='13: Permission denied';; esac
  tell emerg "$1 failed ($why)"
  exit 1
}
user=$(id -u)
[ "$user" = 0 ] || tell warn 'the "user" directive makes sense only if the master process runs with super-user privileges, ignored in /etc/nginx/nginx.conf:2'
for kind in client proxy fastcgi uwsgi scgi; do
  folder=/var/cache/nginx/\${kind}_temp
  error=$(mkdir -p $folder 2>&1) || fail "mkdir() \\"$folder\\"" "$error"
  case "$user $(grep CapEff /proc/1/status)" in '0 '*[02468ace])
    tell emerg "chown(\\"$folder\\", 101) failed (1: Operation not permitted)"
    exit 1
  esac
  chmod 700 $folder
  [ "$user" != 0 ] || chown 101 $folder
done
error=$( (echo 1 > /var/run/nginx.pid) 2>&1) || (echo 1 > /run/nginx.pid) 2>/dev/null || fail 'open() "/var/run/nginx.pid"' "$error"
`;

const NGINX_SERVING = `log() { echo "$(date '+%Y/%m/%d %H:%M:%S') [notice] 1#1: $1" >&2; }
log 'using the "epoll" event method'
log "nginx/$NGINX_VERSION"
log 'start worker processes'
log 'start worker process 29'
log 'start worker process 30'
trap 'log "signal 3 (SIGQUIT) received, shutting down"; exit 0' QUIT TERM
while true; do sleep 86400 & wait $!; done
`;

const HTTPD = `log() { echo "[$(date '+%a %b %d %H:%M:%S')$(printf '.000000') $(date +%Y)] [$1] [pid 1:tid 1] $2" >&2; }
log mpm_event:notice "AH00489: Apache/$HTTPD_VERSION (Unix) configured -- resuming normal operations"
log core:notice "AH00094: Command line: 'httpd -D FOREGROUND'"
trap 'exit 0' TERM WINCH
while true; do sleep 86400 & wait $!; done
`;

/** The first pages they come with. */
export const NGINX_PAGE =
  '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n';
export const APACHE_PAGE = '<html><body><h1>It works!</h1></body></html>\n';

const ERROR_PAGE = '<!DOCTYPE html>\n<html>\n<body>\n<h1>An error occurred.</h1>\n</body>\n</html>\n';

/** What its configuration says, in the places where the image has it. */
const CONFIGURATION = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /var/run/nginx.pid;

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`;
const DEFAULT_SERVER = `server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

const NEWEST = '1.27.0';
const nginx: Image = {
  ...serverImage('nginx', { nginx: NGINX_QUESTIONS + NGINX_SERVING }, ['-g', 'daemon off;']),
  variables: {
    NJS_VERSION: '0.8.4',
    NJS_RELEASE: '2~bookworm',
    PKG_RELEASE: '2~bookworm',
  },
  isServer: true,
  title: 'nginx: master process nginx -g daemon off;',
  workers: [
    { user: 'nginx', command: 'nginx: worker process' },
    { user: 'nginx', command: 'nginx: worker process' },
  ],
  files: {
    '/etc/nginx/nginx.conf': CONFIGURATION,
    '/etc/nginx/conf.d/default.conf': DEFAULT_SERVER,
    '/etc/nginx/mime.types': 'types {\n    text/html html;\n    text/plain txt;\n}\n',
    '/usr/share/nginx/html/index.html': NGINX_PAGE,
    '/usr/share/nginx/html/50x.html': ERROR_PAGE,
  },
};

const versioned: Image = { ...nginx, version: { variable: 'NGINX_VERSION', newest: NEWEST } };
const official: Image = {
  ...versioned,
  programs: new Map([...nginx.programs, ['nginx', NGINX_QUESTIONS + NGINX_FOLDERS + NGINX_SERVING]]),
  needsRoot: true,
};

/** Servers of web pages. */
export const webServers: Readonly<Record<string, Image>> = {
  // Others build theirs for users that are not root.
  nginx: versioned,
  '/nginx': official,
  'library/nginx': official,
  // Its tags are versions of its own.
  'nginx-slim': { ...nginx, variables: { NGINX_VERSION: NEWEST, ...nginx.variables } },
  httpd: {
    isServer: true,
    version: { variable: 'HTTPD_VERSION', newest: '2.4.62' },
    arguments: ['httpd-foreground'],
    programs: new Map([['httpd-foreground', HTTPD]]),
    files: { '/usr/local/apache2/htdocs/index.html': APACHE_PAGE },
  },
};
