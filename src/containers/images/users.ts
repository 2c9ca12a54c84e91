/** Whom an image starts its program as. */
export interface ImageUser {
  readonly id: number;
  readonly group: number;
  /** Where the image gives a name and no number. */
  readonly name?: string;
}

const ROOT: ImageUser = { id: 0, group: 0 };

/** Images as their makers build them; some of them leave root only in their entry point, which nobody sees from outside. */
const ROOTS = new Set(
  `alpine amazonlinux bash busybox caddy cassandra centos consul couchbase couchdb debian eclipse-temurin fedora ghost
  golang hello-world httpd influxdb mariadb mongo mysql nats neo4j nextcloud nginx nginx-slim node openjdk perl php
  phpmyadmin postgres python rabbitmq redis registry rockylinux ruby tomcat traefik ubuntu wordpress zookeeper`
    .trim()
    .split(/\s+/),
);

const USERS: Readonly<Record<string, ImageUser>> = {
  memcached: { id: 11211, group: 11211, name: 'memcache' },
  pause: { id: 65535, group: 65535 },
  'curlimages/curl': { id: 100, group: 101, name: 'curl_user' },
  'e2e-test-images/agnhost': ROOT,
  'grafana/grafana': { id: 472, group: 0 },
  'jenkins/jenkins': { id: 1000, group: 1000, name: 'jenkins' },
  'nginxinc/nginx-unprivileged': { id: 101, group: 101 },
  'prom/prometheus': { id: 65534, group: 65534, name: 'nobody' },
  'prometheus/prometheus': { id: 65534, group: 65534, name: 'nobody' },
};

/** Whose images bear no name but their own. */
const OFFICIAL = new Set(['', 'library', 'docker.io', 'registry.k8s.io', 'k8s.gcr.io']);

/** Undefined: nothing is known of it. */
export function userOf(owner: string, name: string): ImageUser | undefined {
  if (!OFFICIAL.has(owner)) return USERS[`${owner}/${name}`];
  return ROOTS.has(name) ? ROOT : USERS[name];
}
