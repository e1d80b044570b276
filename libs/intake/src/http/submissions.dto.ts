import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';

const asNumber = ({ value }: { value: unknown }): unknown => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value);

/** A page of a list. */
export class PageDto {
  @IsOptional() @Transform(asNumber) @IsInt() @Min(1) @Max(1000) limit?: number;
  /** The `next` of the page before. */
  @IsOptional() @IsString() @Length(1, 1000) cursor?: string;
}

/** Which submissions. */
export class SubmissionsDto extends PageDto {
  @IsOptional() @Matches(/^[a-z0-9][a-z0-9-]{0,79}$/) feed?: string;
}

/** Why a submission is taken back, or reinstated. */
export class WithdrawalDto {
  @IsString() @Length(10, 2000) why!: string;
}
