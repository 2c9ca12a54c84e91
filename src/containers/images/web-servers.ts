import { type Image, serverImage } from './image.ts';

const NGINX = `if [ "$1" = "-v" ]; then echo "nginx version: nginx/$NGINX_VERSION" >&2; exit 0; fi
if [ "$1" = "-t" ]; then
  echo 'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok' >&2
  echo 'nginx: configuration file /etc/nginx/nginx.conf test is successful' >&2
  exit 0
fi
if [ "$1" = "-s" ]; then exit 0; fi
log() { echo "$(date '+%Y/%m/%d %H:%M:%S') [notice] 1#1: $1" >&2; }
echo '/docker-entrypoint.sh: Configuration complete; ready for start up'
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
const CONFIGURATION = `user  nginx;
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
  ...serverImage('nginx', { nginx: NGINX }, ['-g', 'daemon off;']),
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

/** Servers of web pages. */
export const webServers: Readonly<Record<string, Image>> = {
  nginx: { ...nginx, version: { variable: 'NGINX_VERSION', newest: NEWEST } },
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
