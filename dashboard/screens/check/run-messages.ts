import type { RunSegment } from '@distribute/client'

export type Run = Parameters<RunSegment>[0]

/** To the worker: the community's rules first, then one segment after the other. */
export type Order = { readonly genesis: string } | { readonly id: number; readonly run: Run }

/** From it. `fault` is that of a CheckError WrongWitness, or of anything else that the worker could not do. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'root'; readonly id: number; readonly root: Uint8Array }
  | { readonly kind: 'fault'; readonly id: number; readonly code: string; readonly message: string }
