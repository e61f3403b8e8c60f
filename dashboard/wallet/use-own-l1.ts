import { useState } from 'react'
import { ownL1Url } from './own-l1.ts'

/** It changes by loading the page anew alone. */
export const useOwnL1 = (): string | undefined => useState(ownL1Url)[0]
