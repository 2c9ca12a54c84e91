/** Roles in namespaces, written as CLUSTER_ROLES are. */
export const ROLES = `
kube-public/system:controller:bootstrap-signer
  read core configmaps
  update core configmaps cluster-info
  create,patch,update core,events.k8s.io events
kube-system/extension-apiserver-authentication-reader
  read core configmaps extension-apiserver-authentication
kube-system/system::leader-locking-kube-controller-manager
  watch core configmaps
  get,update core configmaps kube-controller-manager
  create,get,list,update,watch coordination.k8s.io leases
  create,get,list,update,watch coordination.k8s.io leasecandidates
kube-system/system::leader-locking-kube-scheduler
  watch core configmaps
  get,update core configmaps kube-scheduler
  create,get,list,update,watch coordination.k8s.io leases
  create,get,list,update,watch coordination.k8s.io leasecandidates
kube-system/system:controller:bootstrap-signer
  read core secrets
kube-system/system:controller:cloud-provider
  create,get,list,watch core configmaps
kube-system/system:controller:token-cleaner
  delete,get,list,watch core secrets
  create,patch,update core,events.k8s.io events
`;

/** Who has which ClusterRole: bindings are named like their roles. */
export const CLUSTER_ROLE_BINDINGS = `
cluster-admin : group system:masters
system:basic-user : group system:authenticated
system:discovery : group system:authenticated
system:kube-controller-manager : user system:kube-controller-manager
system:kube-dns : account kube-system/kube-dns
system:kube-scheduler : user system:kube-scheduler
system:monitoring : group system:monitoring
system:node :
system:node-proxier : user system:kube-proxy
system:public-info-viewer : group system:authenticated; group system:unauthenticated
system:service-account-issuer-discovery : group system:serviceaccounts
system:volume-scheduler : user system:kube-scheduler
`;

/** Who has which of the roles above; the role is told where it is not named like its binding. */
export const ROLE_BINDINGS = `
kube-public/system:controller:bootstrap-signer : account kube-system/bootstrap-signer
kube-system/system::extension-apiserver-authentication-reader extension-apiserver-authentication-reader : user system:kube-controller-manager; user system:kube-scheduler
kube-system/system::leader-locking-kube-controller-manager : user system:kube-controller-manager; account kube-system/kube-controller-manager; account kube-system/leader-election-controller
kube-system/system::leader-locking-kube-scheduler : user system:kube-scheduler; account kube-system/kube-scheduler
kube-system/system:controller:bootstrap-signer : account kube-system/bootstrap-signer
kube-system/system:controller:cloud-provider : account kube-system/cloud-provider
kube-system/system:controller:token-cleaner : account kube-system/token-cleaner
`;
