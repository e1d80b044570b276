import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsObject, IsOptional, IsString, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import type { AreaType } from '#libs/kernel';
import {
  AREA_TYPES,
  type Behaviour,
  BEHAVIOURS,
  type Derivation,
  FREQUENCIES,
  type Frequency,
  type Measure,
  MEASURES,
  POLARITIES,
  type Polarity,
  THEMES,
  type Theme,
} from '../domain/types.js';
import { CODE } from './catalogue.dto.js';

class SumOfPartsDto {
  @ApiProperty() @Matches(CODE) of!: string;
  @ApiProperty({ enum: AREA_TYPES }) @IsIn(AREA_TYPES) level!: AreaType;
}

class SumOverDto {
  @ApiProperty() @Matches(CODE) of!: string;
  @ApiPropertyOptional() @IsOptional() @IsInt() @Min(2) @Max(120) periods?: number;
  @ApiPropertyOptional() @IsOptional() @IsIn(['calendar', 'financial', 'academic']) kind?: 'calendar' | 'financial' | 'academic';
}

class RateDto {
  @ApiProperty() @Matches(CODE) numerator!: string;
  @ApiProperty() @Matches(CODE) denominator!: string;
  @ApiProperty({ description: '`same`, `latest` or the text of a period' }) @IsString() @Length(1, 40) denominatorPeriod!: string;
}

/** One of the three ways to derive an indicator. */
export class DerivedDto {
  @ApiPropertyOptional() @IsOptional() @IsObject() @ValidateNested() @Type(() => SumOfPartsDto) sumOfParts?: SumOfPartsDto;
  @ApiPropertyOptional() @IsOptional() @IsObject() @ValidateNested() @Type(() => SumOverDto) sumOver?: SumOverDto;
  @ApiPropertyOptional() @IsOptional() @IsObject() @ValidateNested() @Type(() => RateDto) rate?: RateDto;
}

/** An indicator as it is posted. */
export class IndicatorDto {
  @ApiProperty() @Matches(CODE) code!: string;
  @ApiProperty() @IsString() @Length(1, 300) name!: string;
  @ApiProperty({ enum: THEMES }) @IsIn(THEMES) theme!: Theme;
  @ApiProperty({ enum: MEASURES }) @IsIn(MEASURES) measure!: Measure;
  @ApiProperty() @IsNumber() @Min(1) @Max(1e9) per!: number;
  @ApiProperty({ enum: BEHAVIOURS }) @IsIn(BEHAVIOURS) behaviour!: Behaviour;
  @ApiProperty({ enum: POLARITIES }) @IsIn(POLARITIES) polarity!: Polarity;
  @ApiProperty({ enum: FREQUENCIES }) @IsIn(FREQUENCIES) frequency!: Frequency;
  @ApiProperty() @IsInt() @Min(0) @Max(12) decimals!: number;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 300) numerator?: string | null;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 300) denominator?: string | null;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 300) suppression?: string | null;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 500) source?: string | null;
  @ApiPropertyOptional() @IsOptional() @IsInt() @Min(-3660) @Max(3660) lagDays?: number | null;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 100) unit?: string | null;
  @ApiPropertyOptional() @IsOptional() @IsObject() @ValidateNested() @Type(() => DerivedDto) derived?: DerivedDto | null;
  @ApiProperty() @IsString() @Length(1, 2000) why!: string;
}

/** The one rule that is stated; undefined when there is not exactly one. */
export function derivationOf({ sumOfParts, sumOver, rate }: DerivedDto): Derivation | undefined {
  const stated = [sumOfParts && { sumOfParts: { ...sumOfParts } }, sumOver && { sumOver: { ...sumOver } }, rate && { rate: { ...rate } }];
  const [one, ...others] = stated.filter((rule) => rule !== undefined);
  return others.length === 0 ? (one as Derivation | undefined) : undefined;
}
