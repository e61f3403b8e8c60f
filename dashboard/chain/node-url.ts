/** The node that serves the page is the node that it asks. While the page is worked on, the one that Vite was told. */
export const NODE_URL: string = import.meta.env.VITE_NODE_URL || window.location.origin
