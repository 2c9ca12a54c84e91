import { expect, test } from 'vitest';
import { defaulted, faultsOf } from '../support.ts';

const webhooks = (text: string): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: hooks }
webhooks:
${text}`;

test('a webhook gets its defaults', () => {
  const [webhook] = defaulted(
    webhooks(`
- name: a.example.com
  sideEffects: None
  admissionReviewVersions: [v1]
  clientConfig: { service: { name: a, namespace: b } }
  rules: [{ operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods] }]`),
  ).webhooks;
  expect(webhook).toMatchObject({
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
    clientConfig: { service: { port: 443 } },
    rules: [{ scope: '*' }],
  });
});

test('every fault of a webhook is told', () => {
  const object = defaulted(
    webhooks(`
- name: a.b
  timeoutSeconds: 31
  sideEffects: Some
  admissionReviewVersions: [v2]
  clientConfig: { url: 'http://user@/x?y#z' }
  rules: [{ operations: ['*', CREATE], apiGroups: [], apiVersions: [v1], resources: ['*', pods, 'pods/*', 'pods/x'] }]`),
  );
  expect(faultsOf(object)).toEqual([
    'webhooks[0].name: Invalid value: "a.b": should be a domain with at least three segments separated by dots',
    `webhooks[0].rules[0].operations: Invalid value: []admissionregistration.OperationType{"*", "CREATE"}: if '*' is present, must not specify other operations`,
    'webhooks[0].rules[0].apiGroups: Required value',
    `webhooks[0].rules[0].resources[3]: Invalid value: "pods/x": if 'pods/*' is present, must not specify pods/x`,
    `webhooks[0].rules[0].resources: Invalid value: []string{"*", "pods", "pods/*", "pods/x"}: if '*' is present, must not specify other resources without subresources`,
    'webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"',
    'webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds',
    `webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]`,
    'webhooks[0].clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]',
    'webhooks[0].clientConfig.url: Invalid value: "user": user information is not permitted in the URL',
    'webhooks[0].clientConfig.url: Invalid value: "z": fragments are not permitted in the URL',
    'webhooks[0].clientConfig.url: Invalid value: "y": query parameters are not permitted in the URL',
    'webhooks[0].admissionReviewVersions: Invalid value: []string{"v2"}: must include at least one of v1, v1beta1',
  ]);
});

test('a policy has rules to match and something to say', () => {
  const object = defaulted(`
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: policy }
spec: { matchConstraints: {}, variables: [{ name: 'a-b', expression: '1' }] }`);
  expect(faultsOf(object)).toEqual([
    'spec.matchConstraints.resourceRules: Required value',
    'spec.variables[0].name: Invalid value: "a-b": name is not a valid CEL identifier',
    'spec.validations: Required value: validations or auditAnnotations must contain at least one item',
    'spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item',
  ]);
});

test('a binding names a policy and what is done', () => {
  const object = defaulted(`
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: binding }
spec: { paramRef: { name: a }, validationActions: [Deny, Warn, Shout] }`);
  expect(faultsOf(object)).toEqual([
    'spec.policyName: Required value',
    'spec.paramRef.parameterNotFoundAction: Required value',
    'spec.validationActions[2]: Unsupported value: "Shout": supported values: "Audit", "Deny", "Warn"',
    'spec.validationActions: Invalid value: []admissionregistration.ValidationAction{"Deny", "Warn", "Shout"}: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
  ]);
});
