interface ChoiceProps<T extends string> {
  readonly label: string
  readonly options: readonly (readonly [value: T, words: string])[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** One of a few, side by side. */
export function Choice<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  return (
    <div role="group" aria-label={label} className="flex gap-1 rounded-xl bg-sunk p-1">
      {options.map(([each, words]) => (
        <button key={each} type="button" aria-pressed={value === each} onClick={() => onChange(each)}
          className={`min-h-10 flex-1 whitespace-nowrap rounded-lg px-4 py-1.5 font-semibold ${value === each ? 'bg-raised shadow-card' : 'text-soft hover:text-ink'}`}>{words}</button>
      ))}
    </div>
  )
}
