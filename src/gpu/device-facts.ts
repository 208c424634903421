/** What kernel selection may know of a device: plain data, so that plans can be made and tested without one. */
export interface DeviceFacts {
  /** `software`: a CPU renders (SwiftShader, lavapipe): few threads, big register tiles, no barriers. */
  readonly adapterClass: 'software' | 'hardware';
  readonly vendor: string;
  readonly description: string;
  readonly limits: DeviceLimits;
  readonly subgroups: boolean;
  readonly subgroupMinSize: number;
  readonly subgroupMaxSize: number;
  readonly timestamps: boolean;
}

/** The GPUSupportedLimits that plans depend on, under WebGPU's names. */
export interface DeviceLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxStorageBuffersPerShaderStage: number;
  readonly maxComputeWorkgroupsPerDimension: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupStorageSize: number;
}
