import { expect, test } from 'vitest';
import { goDump, goDumpInternal } from '../../../../src/kinds/schema/go-dump.ts';
import { loadFieldTree } from './load.ts';

loadFieldTree();

test('a selector is shown with its maps and its empty lists', () => {
  expect(goDump('meta/v1.LabelSelector', { matchLabels: { app: 'web2' } })).toBe(
    'v1.LabelSelector{MatchLabels:map[string]string{"app":"web2"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}',
  );
  expect(goDump('meta/v1.LabelSelector', {})).toBe(
    'v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement(nil)}',
  );
});

test('internal types carry the name of their group', () => {
  expect(goDumpInternal('policy/v1.PodDisruptionBudgetSpec', { minAvailable: 1 })).toBe(
    'policy.PodDisruptionBudgetSpec{MinAvailable:(*intstr.IntOrString)(0xc000000000), Selector:(*v1.LabelSelector)(nil), MaxUnavailable:(*intstr.IntOrString)(nil), UnhealthyPodEvictionPolicy:(*policy.UnhealthyPodEvictionPolicyType)(nil)}',
  );
});

test('embedded structs, numbers and texts are shown by their Go names', () => {
  expect(goDumpInternal('core/v1.ContainerPort', { containerPort: 80, protocol: 'TCP' })).toBe(
    'core.ContainerPort{Name:"", HostPort:0, ContainerPort:80, Protocol:"TCP", HostIP:""}',
  );
  expect(goDump('core/v1.ConfigMapKeySelector', { name: 'a', key: 'k' })).toBe(
    'v1.ConfigMapKeySelector{LocalObjectReference:v1.LocalObjectReference{Name:"a"}, Key:"k", Optional:(*bool)(nil)}',
  );
});
