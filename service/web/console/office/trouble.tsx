// Why something was not done, where no field says so already.
import { Refused } from "../../shared/api/problem";
import { WarnIcon } from "../../shared/ui/icons";
import { problemWords } from "../../shared/words";

/** A refusal in words; those about one of the fields in `but` stand there. */
export function Trouble(props: { error: unknown; but?: readonly string[] }) {
  const { error } = props;
  if (error === null) return null;
  const field = error instanceof Refused ? error.problem.field : undefined;
  if (field && props.but?.some((one) => field.endsWith(one))) return null;
  return (
    <p class="remark" role="alert">
      <WarnIcon />
      {problemWords(error)}
    </p>
  );
}
