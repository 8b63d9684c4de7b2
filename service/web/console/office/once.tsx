// A password for one sign-in, shown once to whoever hands it over.
import { CopyIcon, InfoIcon } from "../../shared/ui/icons";
import { tell, tellBad } from "../../shared/ui/toast";
import { words } from "../../shared/words";

export function OncePassword(props: { password: string }) {
  const w = words.value.office.once;
  const copy = () =>
    navigator.clipboard.writeText(props.password).then(
      () => tell(w.copied),
      () => tellBad(w.notCopied),
    );
  return (
    <>
      <p class="once-password" role="status">
        <span class="aside">{w.title}</span>
        <code>{props.password}</code>
        <button type="button" class="button" onClick={() => void copy()}>
          <CopyIcon />
          {w.copy}
        </button>
      </p>
      <p class="remark warn">
        <InfoIcon />
        {w.hint}
      </p>
    </>
  );
}
