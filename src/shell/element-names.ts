/** A number, or a key of an associative array. */
export type Index = number | string;

/** Each element is a variable of its own, `name[3]`; the first is the name itself, as `$name` means it. */
export const elementName = (name: string, index: Index): string => (index === 0 ? name : `${name}[${index}]`);

/** A variable that no script can name says that an array's indices are keys. */
export const markOfKeys = (name: string): string => `.keys of ${name}`;
