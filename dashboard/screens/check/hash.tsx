/** A hash or an address in short, whole to the pointer. */
export function Hash({ of }: { readonly of: string }) {
  return <code className="number" dir="ltr" title={of}>{`${of.slice(0, 10)}…${of.slice(-6)}`}</code>
}
