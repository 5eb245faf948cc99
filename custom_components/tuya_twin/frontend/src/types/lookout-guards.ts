/** The border check of how the house is watched. */
import { list, moment, nullable, number, oneOf, shape, text, type Fields } from "./checks";
import {
  WATCH_MODES,
  type Assessment,
  type Bypassed,
  type Ground,
  type IncidentOpinion,
  type Lookout,
  type Opinion,
  type Watch,
} from "./lookout";
import { STATUSES } from "./wire";

const status = oneOf(STATUSES);

export const isBypassed = shape<Bypassed>({ sensor: text, name: text });

const isGround = shape<Ground>({
  why: text,
  name: text,
  role: nullable(text),
  value: number,
  seconds: number,
});

export const assessmentFields: Fields<Assessment> = {
  zone: text,
  status,
  score: number,
  at: moment,
  grounds: list(isGround),
};

export const opinionFields: Fields<Opinion> = {
  zone: text,
  at: moment,
  fate: text,
  status: nullable(status),
  confidence: nullable(number),
  summary: text,
  seconds: number,
};

export const isLookout = shape<Lookout>({
  watch: shape<Watch>({
    mode: oneOf(WATCH_MODES),
    since: nullable(moment),
    counts_from: nullable(moment),
    entry_until: nullable(moment),
    entry_zone: nullable(text),
    bypassed: list(isBypassed),
  }),
  assessments: list(shape<Assessment>(assessmentFields)),
  opinion: nullable(shape<IncidentOpinion>({ ...opinionFields, incident_id: text })),
});
