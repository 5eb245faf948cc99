/** The fields of the card's editor, in the words of Home Assistant's own form. Pure. */
import type { PlanFloor } from "../../types/plan";
import type { HouseholdChoice } from "../households";
import type { Wording } from "../wording";
import type { Flag, TEXTS } from "./config";

type Text = (typeof TEXTS)[number];
export type FieldName = Flag | Text;

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export type Field =
  | { readonly name: "title"; readonly selector: { readonly text: object } }
  | {
      readonly name: "household" | "floor";
      readonly selector: {
        readonly select: { readonly options: readonly Choice[]; readonly mode: "dropdown" };
      };
    }
  | { readonly name: Flag; readonly selector: { readonly boolean: object } };

const select = (name: "household" | "floor", options: readonly Choice[]): Field => ({
  name,
  selector: { select: { options, mode: "dropdown" } },
});

const flag = (name: Flag): Field => ({ name, selector: { boolean: {} } });

/** Nothing is asked that has only one answer. */
export function formFields(
  households: readonly HouseholdChoice[],
  floors: readonly PlanFloor[],
  words: Wording,
): readonly Field[] {
  const one = ({ id, name }: { readonly id: string; readonly name: string }): Choice => ({
    value: id,
    label: name,
  });
  return [
    { name: "title", selector: { text: {} } },
    ...(households.length > 1 ? [select("household", households.map(one))] : []),
    ...(floors.length > 1
      ? [
          select("floor", [
            { value: "", label: words.t("card.editor_floor_auto") },
            ...floors.map(one),
          ]),
        ]
      : []),
    flag("show_banner"),
    flag("show_devices"),
    flag("show_controls"),
  ];
}

export const fieldLabel = (name: FieldName, words: Wording): string =>
  words.t(`card.editor_${name}`);
