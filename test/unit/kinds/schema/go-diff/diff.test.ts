import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { goDiff } from '../../../../../src/kinds/schema/go-diff/diff.ts';
import { loadTypes } from '../../../../../src/kinds/schema/source.ts';

loadTypes(() => readFileSync(`${import.meta.dirname}/../../../../../src/kinds/schema/types.json`, 'utf8'));

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

/** As the API server stores it. */
const SPEC = {
  containers: [
    {
      name: 'c',
      image: 'nginx',
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy: 'Always',
    },
  ],
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
};

// Texts of a real API server, with the fields that 1.33 has.
test('a field that changes stands between its neighbours, what is alike is counted', () => {
  expect(goDiff('core/v1.PodSpec', SPEC, { ...SPEC, restartPolicy: 'Never' })).toBe(
    lines(
      '  core.PodSpec{',
      '  \t... // 2 identical fields',
      '  \tContainers:                    {{Name: "c", Image: "nginx", TerminationMessagePath: "/dev/termination-log", TerminationMessagePolicy: "File", ...}},',
      '  \tEphemeralContainers:           nil,',
      '- \tRestartPolicy:                 "Always",',
      '+ \tRestartPolicy:                 "Never",',
      '  \tTerminationGracePeriodSeconds: &30,',
      '  \tActiveDeadlineSeconds:         nil,',
      '  \t... // 27 identical fields',
      '  }',
    ),
  );
});

test('a list that was not there is shown with its type', () => {
  const changed = { ...SPEC, containers: [{ ...SPEC.containers[0], command: ['x'] }] };
  expect(goDiff('core/v1.PodSpec', SPEC, changed)).toBe(
    lines(
      '  core.PodSpec{',
      '  \tVolumes:        nil,',
      '  \tInitContainers: nil,',
      '  \tContainers: []core.Container{',
      '  \t\t{',
      '  \t\t\tName:       "c",',
      '  \t\t\tImage:      "nginx",',
      '- \t\t\tCommand:    nil,',
      '+ \t\t\tCommand:    []string{"x"},',
      '  \t\t\tArgs:       nil,',
      '  \t\t\tWorkingDir: "",',
      '  \t\t\t... // 19 identical fields',
      '  \t\t},',
      '  \t},',
      '  \tEphemeralContainers: nil,',
      '  \tRestartPolicy:       "Always",',
      '  \t... // 29 identical fields',
      '  }',
    ),
  );
});

test('the network of the host belongs to the security context', () => {
  expect(goDiff('core/v1.PodSpec', SPEC, { ...SPEC, hostNetwork: true })).toContain(
    lines(
      '  \tSecurityContext: &core.PodSecurityContext{',
      '- \t\tHostNetwork: false,',
      '+ \t\tHostNetwork: true,',
      '  \t\tHostPID:     false,',
      '  \t\tHostIPC:     false,',
      '  \t\t... // 15 identical fields',
      '  \t},',
    ),
  );
});

test('a quantity is the struct that Go has, and a resource prints its own name', () => {
  const claim = (storage: string) => ({
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage } },
    volumeMode: 'Filesystem',
  });
  expect(goDiff('core/v1.PersistentVolumeClaimSpec', claim('1Gi'), claim('500Mi'))).toBe(
    lines(
      '  core.PersistentVolumeClaimSpec{',
      '  \tAccessModes: {"ReadWriteOnce"},',
      '  \tSelector:    nil,',
      '  \tResources: core.VolumeResourceRequirements{',
      '  \t\tLimits: nil,',
      '- \t\tRequests: core.ResourceList{',
      '- \t\t\ts"storage": {i: resource.int64Amount{value: 1073741824}, s: "1Gi", Format: "BinarySI"},',
      '- \t\t},',
      '+ \t\tRequests: core.ResourceList{',
      '+ \t\t\ts"storage": {i: resource.int64Amount{value: 524288000}, s: "500Mi", Format: "BinarySI"},',
      '+ \t\t},',
      '  \t},',
      '  \tVolumeName:       "",',
      '  \tStorageClassName: nil,',
      '  \t... // 4 identical fields',
      '  }',
    ),
  );
});

test('equal values differ in nothing', () => {
  expect(goDiff('core/v1.PodSpec', SPEC, { ...SPEC })).toBe('');
});
