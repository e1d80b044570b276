import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';
import { CODE, GSS } from './catalogue.dto.js';

/** A group as it is posted. */
export class GroupDto {
  @ApiProperty() @Matches(CODE) code!: string;
  @ApiProperty() @IsString() @Length(1, 300) name!: string;
  @ApiProperty({ type: [String] }) @IsArray() @ArrayMinSize(1) @ArrayMaxSize(12_000) @Matches(GSS, { each: true }) areas!: string[];
  @ApiProperty({ description: 'The date of the list' }) @IsString() @Length(10, 10) at!: string;
  @ApiProperty() @IsString() @Length(1, 2000) why!: string;
  @ApiPropertyOptional({ description: 'Said of single members, by code' }) @IsOptional() @IsObject() notes?: Record<string, string>;
}
