// Loaded with --import into a sequencer: of the next batch that it fits it tells the lie that the file LIE_FILE names (lies.ts).
// Everything else is the program as it is.
import { register } from 'node:module'

register('./lying-hooks.mjs', import.meta.url)
