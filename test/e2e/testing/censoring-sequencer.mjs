// Loaded with --import into a sequencer: it says yes to every transaction of the senders in the file CENSORED_FILE, and drops it.
// Everything else is the program as it is.
import { register } from 'node:module'

register('./censoring-hooks.mjs', import.meta.url)
