interface FieldProps extends React.InputHTMLAttributes<HTMLInputElement> {
  label: string;
}

/** An input under its name. */
export function Field({ label, ...input }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input {...input} />
    </label>
  );
}
