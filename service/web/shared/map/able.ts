// What this machine can draw: no map at all, one drawn by its processor, or one by a graphics card.

export type Ability = "none" | "slow" | "good";

let known: Ability | null = null;

/** Found out once: a browser has only a few drawing contexts to give, and each question takes one. */
export function ability(): Ability {
  known ??= find();
  return known;
}

// What the drawing programs call themselves that use the processor. A browser asked for no context
// with a "major performance caveat" gives some of these all the same.
const BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i;

function find(): Ability {
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return "none";
  const told = context.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = context.getParameter(
    told ? told.UNMASKED_RENDERER_WEBGL : context.RENDERER,
  );
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return BY_PROCESSOR.test(String(name)) ? "slow" : "good";
}
