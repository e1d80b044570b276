import type { Judgement } from '#libs/assessment';
