import { BaseError, ResponseBodyTooLargeError, RpcRequestError } from 'viem'

/**
 * Whether a URL answers, but not with so much: its own limits on ranges and logs have many codes and words, and viem has a limit on
 * the size of an answer. Fewer blocks at once may help; where L1 is silent they do not.
 */
export const isTooMuch = (error: unknown): boolean =>
  error instanceof BaseError && error.walk((cause) => cause instanceof ResponseBodyTooLargeError || cause instanceof RpcRequestError) !== null
