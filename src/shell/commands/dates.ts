const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const two = (value: number): string => String(value).padStart(2, '0');

/** strftime, in UTC: containers know no other zone. */
export function formatDate(format: string, at: number): string {
  const date = new Date(Math.floor(at));
  return format.replace(/%([-_]?)(\w|%|:z)/g, (all, flag: string, letter: string) => {
    const text = piece(letter, date, at);
    if (text === undefined) return all;
    return flag === '-' ? text.replace(/^0+(?=\d)/, '') : text;
  });
}

function piece(letter: string, date: Date, at: number): string | undefined {
  const hour = date.getUTCHours();
  switch (letter) {
    case 'Y':
      return String(date.getUTCFullYear());
    case 'y':
      return two(date.getUTCFullYear() % 100);
    case 'm':
      return two(date.getUTCMonth() + 1);
    case 'd':
      return two(date.getUTCDate());
    case 'e':
      return String(date.getUTCDate()).padStart(2);
    case 'H':
      return two(hour);
    case 'I':
      return two(hour % 12 || 12);
    case 'M':
      return two(date.getUTCMinutes());
    case 'S':
      return two(date.getUTCSeconds());
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 's':
      return String(Math.floor(at / 1000));
    case 'N':
      return String(Math.floor((at % 1000) * 1e6)).padStart(9, '0');
    case 'A':
      return DAYS[date.getUTCDay()];
    case 'a':
      return DAYS[date.getUTCDay()]?.slice(0, 3);
    case 'u':
      return String(date.getUTCDay() || 7);
    case 'w':
      return String(date.getUTCDay());
    case 'j':
      return String(
        Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1,
      ).padStart(3, '0');
    case 'B':
      return MONTHS[date.getUTCMonth()];
    case 'b':
    case 'h':
      return MONTHS[date.getUTCMonth()]?.slice(0, 3);
    case 'Z':
      return 'UTC';
    case 'z':
      return '+0000';
    case ':z':
      return '+00:00';
    case 'F':
      return formatDate('%Y-%m-%d', at);
    case 'D':
      return formatDate('%m/%d/%y', at);
    case 'T':
      return formatDate('%H:%M:%S', at);
    case 'R':
      return formatDate('%H:%M', at);
    case 'c':
      return formatDate('%a %b %e %H:%M:%S %Y', at);
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '%':
      return '%';
    default:
      return undefined;
  }
}
