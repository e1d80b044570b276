import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';

/** Which page of what is parked: of one projection and in one state alone where they are named. */
export class ParkedDto {
  @IsOptional() @IsString() @Length(1, 100) projection?: string;
  @IsOptional() @IsIn(['parked', 'discarded']) state?: 'parked' | 'discarded';
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000) limit: number = 100;
  /** The `next` of the page before. */
  @IsOptional() @IsString() @Length(1, 1000) cursor?: string;
}

/** Which part of what a stream leads to is meant; all of the stream when none is named. */
export class ScopeDto {
  @IsOptional() @IsString() @MaxLength(400) scope?: string;
}

/** Why something parked is left out for good. */
export class DiscardDto {
  @IsString() @Transform(({ value }) => (typeof value === 'string' ? value.trim() : value)) @IsNotEmpty() @MaxLength(1_000) why!: string;
}
