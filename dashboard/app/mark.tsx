/** Three who own one thing. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className="size-9 shrink-0">
      <rect width="32" height="32" rx="9" className="fill-brand" />
      <g fill="none" strokeWidth="2.2" className="stroke-on-brand">
        <circle cx="16" cy="9.5" r="3.2" /><circle cx="9" cy="21.5" r="3.2" /><circle cx="23" cy="21.5" r="3.2" />
        <path d="M14.4 12.3 10.6 18.7M17.6 12.3l3.8 6.4M12.2 21.5h7.6" />
      </g>
    </svg>
  )
}
