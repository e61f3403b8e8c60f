// Loaded with --import into a sequencer: while the file LIE_FILE is there, it claims false roots for all blocks of a batch but the last,
// whose root L1 checks itself. Everything else is the program as it is.
import { register } from 'node:module'

register('./lying-hooks.mjs', import.meta.url)
