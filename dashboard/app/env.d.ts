interface ImportMetaEnv {
  readonly VITE_NODE_URL?: string
}
