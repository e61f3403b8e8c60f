/** How many times longer than usual a test waits for what must come: CI's machine may be slow, and nobody watches it. A limit that is not reached costs nothing. */
export const patience = process.env.CI === 'true' ? 3 : 1
