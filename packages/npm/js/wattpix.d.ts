/** A value as people write it; `null` and `undefined` count as not given. */
type Setting<T> = T | string | null | undefined;

/** Settings of an operation count. Everything but the model has the model's default. */
export interface FlopsSettings {
  /** Model id, alias or a hub's name. */
  model: string;
  /** Pixels along a row. */
  width?: Setting<number>;
  /** Rows of pixels. */
  height?: Setting<number>;
  /** Denoising steps. */
  steps?: Setting<number>;
  /** Classifier-free guidance: `"on"`, `"off"`, or a truth value. */
  guidance?: Setting<boolean>;
  /** Text tokens that the denoiser sees. */
  text_tokens?: Setting<number>;
  /** Images generated together. */
  batch?: Setting<number>;
  /** Frames of a clip. */
  frames?: Setting<number>;
  /** Reference images that are edited. */
  references?: Setting<number>;
  /** Size of each reference image, such as `1920x1080`. */
  reference_size?: Setting<string>;
  /** Share of the steps that run from an image on. */
  strength?: Setting<number>;
  /** Sampler, such as `euler` or `heun`; some make two passes a step. */
  sampler?: Setting<string>;
  /** Share of the denoiser passes that a step cache leaves out. */
  skipped?: Setting<number>;
  /** Decoding in tiles: `"on"`, `"off"`, or a truth value. */
  vae_tiling?: Setting<boolean>;
}

/** Settings of an estimate. */
export interface EstimateSettings extends FlopsSettings {
  /** GPU id, alias or a driver's name, or a description (`watts:285;fp16:110;bandwidth:500`). */
  gpu: string;
  /** Number format: `fp16`, `bf16`, `tf32`, `fp32` or `fp8`. */
  precision?: Setting<string>;
  /** Images of the total. */
  images?: Setting<number>;
  /** `net` (less idle power) or `gross`. */
  boundary?: Setting<"net" | "gross">;
  /** Fit id. */
  fit?: Setting<string>;
  /** `eager` or `compiled`. */
  execution?: Setting<"eager" | "compiled">;
  /** Frames a second of a clip. */
  fps?: Setting<number>;
  /** Format of the weights, such as `q8` or `nf4`. */
  weights?: Setting<string>;
  /** Weights that wait in the host's memory: `none`, `model` or `sequential`. */
  offload?: Setting<"none" | "model" | "sequential">;
  /** GPUs that make one image together. */
  gpu_count?: Setting<number>;
  /** Exchange between them: `ulysses` or `ring`. */
  parallel?: Setting<"ulysses" | "ring">;
  /** Version of the coefficients. */
  coefficients?: Setting<number>;
  /** Country, ISO 3166, for grams of CO2e. */
  zone?: Setting<string>;
  /** Own carbon intensity in grams of CO2e per kWh. */
  intensity?: Setting<number>;
  /** Power usage effectiveness. */
  pue?: Setting<number>;
  /** Price of a kilowatt-hour. */
  price?: Setting<number>;
  /** Everyday comparison, such as `phone-charge`. */
  like?: Setting<string>;
}

export interface SourceReport {
  title: string;
  locator: string;
  url: string;
}

export interface CaveatReport {
  code: string;
  axis: string | null;
  message: string;
  interval_factor?: number;
}

export interface EffectReport {
  of: string;
  level?: string;
  known: boolean;
  factor?: number;
}

export interface IntervalPartReport {
  cause: string;
  ln_sd: number;
  ln_adds: number;
  factor: number;
}

export interface PaperReport {
  fit: string;
  wh_per_image: number;
  wh_low: number;
  wh_high: number;
}

export interface LikenessReport {
  id: string;
  unit: string;
  per_image: number;
  total: number;
  wh_of_one: number;
  covers: string;
  source: SourceReport;
}

/** Energy of one image or clip; the object of `measure estimate --json`, without `footprint`, `hours` and `claim`. */
export interface EstimateReport {
  model: string;
  gpu: string;
  fit: string;
  coefficients: number;
  boundary: string;
  images: number;
  wh_per_image: number;
  wh_low: number;
  wh_high: number;
  interval: number;
  joules_per_image: number;
  wh_total: number;
  wh_per_second?: number;
  seconds_per_image: number | null;
  watts: number | null;
  memory_gb_needed: number;
  paper?: PaperReport;
  caveats: CaveatReport[];
  effects: EffectReport[];
  interval_parts: IntervalPartReport[];
  width: number;
  height: number;
  steps: number;
  precision: string;
  guidance: string;
  execution: string;
  batch: number;
  text_tokens: number;
  frames?: number;
  fps?: number;
  references?: number;
  reference_size?: string;
  strength?: number;
  steps_run?: number;
  sampler?: string;
  skipped?: number;
  vae_tiling?: string;
  weights?: string;
  offload?: string;
  gpu_count?: number;
  parallel?: string;
  zone: string | null;
  g_per_kwh: number | null;
  g_per_kwh_year: number | null;
  g_per_kwh_source: SourceReport | null;
  pue: number | null;
  g_co2e_per_image: number | null;
  g_co2e_low: number | null;
  g_co2e_high: number | null;
  g_co2e_total: number | null;
  price_per_kwh: number | null;
  cost_per_image: number | null;
  cost_total: number | null;
  like: LikenessReport | null;
}

export interface TermReport {
  adds: number;
  formula: string;
  words: string;
}

/** An estimate term by term. */
export interface ExplanationReport {
  model: string;
  gpu: string;
  fit: string;
  wh_per_image: number;
  unit: string;
  terms: TermReport[];
  effects: EffectReport[];
  interval_factor: number;
  interval_parts: IntervalPartReport[];
}

export interface PassReport {
  gflops: number;
  attention_gflops: number;
  linear_gflops: number;
  conv_gflops: number;
}

/** Operations of one image or clip; the object of `measure flops --json`. */
export interface FlopsReport {
  model: string;
  width: number;
  height: number;
  steps: number;
  guidance: string;
  batch: number;
  text_tokens: number;
  frames?: number;
  references?: number;
  reference_size?: string;
  passes: number;
  passes_run?: number;
  encoder_gflops?: number;
  text_encoder_gflops: number;
  decoder_gflops: number;
  denoiser_pass: PassReport;
  denoiser_gflops: number;
  total_gflops: number;
  denoising_share: number;
  kaplan_pass_gflops: number | null;
  denoiser_parameters: number;
  parameters: number;
}

export interface DefaultsReport {
  width: number;
  height: number;
  steps: number;
  guidance: string;
  text_tokens: number;
  frames?: number;
  fps?: number;
}

export interface SidesReport {
  multiple_of: number;
  min: number;
  max: number;
}

export interface FramesReport {
  multiple_of: number;
  max: number;
}

export interface ModelReport {
  id: string;
  label: string;
  aliases: string[];
  hub_ids: string[];
  family: string;
  task: string;
  parameters: number;
  denoiser_parameters: number;
  defaults: DefaultsReport;
  sides: SidesReport;
  text_tokens: [number, number];
  frames?: FramesReport;
  sources: SourceReport[];
}

export interface GpuReport {
  id: string;
  label: string;
  aliases: string[];
  nvml_names: string[];
  maker: string;
  architecture: string;
  compute_capability: string | null;
  memory_gb: number | null;
  bandwidth_gb_per_s: number;
  board_power_w: number;
  idle_w: number | null;
  fp32_tflop_per_s: number | null;
  tf32_tflop_per_s: number | null;
  fp16_tflop_per_s: number;
  fp8_tflop_per_s: number | null;
  precisions: string[];
  sources: SourceReport[];
}

export interface FitReport {
  id: string;
  title: string;
  origin: string;
  models: string[];
  gpus: string[];
  boundary: string;
  residual_sd: number;
  notes: string;
  sources: SourceReport[];
}

/** A setting that cannot be used. The message says what was given, what is allowed and what to do. */
export class WattpixError extends Error {}

/** Returns the energy of one image or clip with its 90 % prediction interval and caveats. */
export function estimate(settings: EstimateSettings): EstimateReport;

/** Returns an estimate term by term. */
export function explain(settings: EstimateSettings): ExplanationReport;

/** Returns exact operation counts. */
export function flops(settings: FlopsSettings): FlopsReport;

/** Lists the models. */
export function models(): ModelReport[];

/** Lists the GPUs. */
export function gpus(): GpuReport[];

/** Lists the fits. */
export function fits(): FitReport[];
