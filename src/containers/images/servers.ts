/** Well-known images whose program serves until it is stopped: nothing is known of what they say. */
export const SERVERS: ReadonlySet<string> = new Set(
  `adminer caddy cassandra consul coredns couchbase couchdb elasticsearch etcd ghost grafana haproxy influxdb jenkins
  jetty kafka keycloak kibana logstash memcached minio mongo mongo-express nats neo4j nextcloud nginx-unprivileged nexus3
  phpmyadmin prometheus rabbitmq registry solr sonarqube tomcat traefik varnish vault wordpress zookeeper`
    .trim()
    .split(/\s+/),
);
